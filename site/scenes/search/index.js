misread.put("index",{"chunk":25,"shards":["0","on"]});
