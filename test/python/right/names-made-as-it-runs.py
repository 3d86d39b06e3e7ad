for letter in "ab":
    globals()[f"value_{letter}"] = letter
exec("value_c = 'c'")
value_a + value_b + value_c
