await servers.everything["get-structured-content"]({ location: "Chicago" });
