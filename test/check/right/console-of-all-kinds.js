console.log("%s has %d", "a", 1);
console.table([{ a: 1 }]);
console.error(new Error("shown"));
console.group("g");
console.groupEnd();
