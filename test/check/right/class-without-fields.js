class Counter {
  constructor() {
    this.count = 0;
  }
  add(n) {
    this.count += n;
    return this;
  }
}
new Counter().add(2).add(3).count;
