misread.put("index",{"chunk":100,"shards":["0","operating"]});
