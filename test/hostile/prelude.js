// What every program of test/hostile/programs begins with.
function verdict(escaped, what) {
  console.log(`${escaped ? "ESCAPED" : "CONTAINED"} ${what}`);
}
