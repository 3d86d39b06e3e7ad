const sum = await servers.everything["get-sum"]({ a: 1, b: 2 });
String(sum);
