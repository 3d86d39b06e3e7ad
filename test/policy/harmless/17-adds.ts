await servers.everything["get-sum"]({ a: 1, b: 2 });
