const found = await tools.search("read a file");
found.length > 0;
