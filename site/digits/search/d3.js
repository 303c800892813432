misread.put("d3",[["versions/index.html","Pages by version","Home",""]]);
