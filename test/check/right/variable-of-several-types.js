let result = 1;
result = "three";
result = result.length;
result;
