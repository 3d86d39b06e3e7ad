(await resources.list()).length > 0;
