import { expect, test } from "vitest";
import { toTerms } from "./terms.ts";
import { toWords } from "./words.ts";

test("names are split at camelCase, snake_case, dashes, dots and digits", () => {
  expect(toWords("readTextFiles2HTML create-issue get_userById v2.listPRs")).toEqual(
    "read text files 2 html create issue get user by id v 2 list prs".split(" "),
  );
});

test("accents on Latin letters are dropped, other letters stay as they are", () => {
  expect(toWords("Café Gänsefüßchen naïve São")).toEqual(["cafe", "gansefußchen", "naive", "sao"]);
  expect(toWords("Поиск файлов, ёлка")).toEqual(["поиск", "файлов", "ёлка"]);
  expect(toWords("αρχεία")).toEqual(["αρχεία"]);
});

test("scripts without spaces give every two neighbouring characters", () => {
  expect(toWords("搜索文件")).toEqual(["搜索", "索文", "文件"]);
  expect(toWords("検索するMCPサーバー")).toEqual(["検索", "索す", "する", "mcp", "サー", "ーバ", "バー"]);
  expect(toWords("书")).toEqual(["书"]);
  expect(toWords("ค้นหา").length).toBeGreaterThan(1);
});

test("stop words are out and the rest is stemmed; a text of nothing but stop words keeps them", () => {
  expect(toTerms("the listing of files")).toEqual(["list", "file"]);
  expect(toTerms("get")).toEqual(["get"]);
  expect(toTerms("  ...!")).toEqual([]);
});
