const summary = {};
summary.count = 0;
summary.names = [];
for (const name of ["a", "b"]) {
  summary.count += 1;
  summary.names.push(name);
}
summary.total = summary.count * 2;
summary;
