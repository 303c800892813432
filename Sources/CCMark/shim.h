#pragma once
#include <stdlib.h>
#include <cmark.h>
