from generated.servers.filesystem import list_directory_with_sizes

order = ["name", "size"][1]
one = await list_directory_with_sizes(path=".", sortBy=order)
two = await list_directory_with_sizes(path=".", sortBy=f"{order}")
three = await list_directory_with_sizes(path=".", sortBy="name" if one else "size")
len(one) + len(two) + len(three)
