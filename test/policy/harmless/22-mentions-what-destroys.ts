const names = ["destroy", "delete", "wipe"];
names.map((name) => name.length);
