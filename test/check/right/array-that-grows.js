const rows = [];
rows.push({ a: 1 });
rows.push("text");
rows[0].a + rows.length;
