#pragma once
// Written in the raster work.
