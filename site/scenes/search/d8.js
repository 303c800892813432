misread.put("d8",[["v/v3/suite/index.html","Suite, v3","Audits / v3","Not measured: no case is stated under cases: in dataset.yml"],["versions/index.html","Pages by version","Home",""]]);
