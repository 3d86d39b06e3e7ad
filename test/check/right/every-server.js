Object.entries(servers).map(([name, tools]) => [name, Object.keys(tools).length > 0]);
