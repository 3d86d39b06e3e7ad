const [server, tool] = ["filesystem", "read_file"];
await servers[server][tool]({ path: "notes.txt" });
