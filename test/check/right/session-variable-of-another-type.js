// session let answer = 1;
answer = "one";
answer.length;
