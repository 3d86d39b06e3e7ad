// session const text = 5;
const text = "five";
text.length;
