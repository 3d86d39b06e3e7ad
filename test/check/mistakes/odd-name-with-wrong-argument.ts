// 2 "message"
await servers.everything["echo"]({ text: "hello" });
