const report = { byKind: {} };
report.byKind.text = 1;
report.extra = { deep: {} };
report.extra.deep.value = 3;
report;
