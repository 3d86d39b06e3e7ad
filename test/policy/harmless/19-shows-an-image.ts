show(await servers.everything["get-tiny-image"]({}));
