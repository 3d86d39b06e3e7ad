import sqlite3
from contextlib import closing

with closing(sqlite3.connect(":memory:")) as db:
    db.row_factory = sqlite3.Row
    db.executescript("""
        create table customer (id integer primary key, name text not null unique, city text);
        create table purchase (id integer primary key, customer integer references customer, amount real, day text);
    """)
    db.executemany("insert into customer (name, city) values (?, ?)", [("Ann", "Oslo"), ("Bob", None), ("Cid", "Rome")])
    db.executemany(
        "insert into purchase (customer, amount, day) values (:customer, :amount, :day)",
        [{"customer": 1 + n % 2, "amount": n * 2.5, "day": f"2024-01-{n + 1:02}"} for n in range(6)],
    )
    totals = db.execute("""
        select name, count(purchase.id) as n, coalesce(sum(amount), 0) as total
        from customer left join purchase on customer.id = purchase.customer
        group by customer.id having n >= 0 order by total desc
    """)
    print([tuple(row) for row in totals])
    row = db.execute("select * from customer where city is null").fetchone()
    print(row["name"], row.keys(), dict(row))
    print(db.execute("select day, sum(amount) over (order by day) as running from purchase limit 3").fetchall()[2][1])
    db.commit()
    try:
        with db:
            db.execute("update customer set city = 'Bonn'")
            db.execute("insert into customer (name) values ('Ann')")
    except sqlite3.IntegrityError as error:
        print("rolled back:", error)
    print([city for (city,) in db.execute("select city from customer order by id")])
    db.create_function("shout", 1, lambda text: text.upper() + "!")
    print(db.execute("select shout(name) from customer where name like 'c%'").fetchone()[0])
    print(db.execute("with recursive n(i) as (select 1 union all select i + 1 from n where i < 5) select group_concat(i) from n").fetchone()[0])
    print(db.execute("select json_extract('{\"a\": [1, 2]}', '$.a[1]'), date('2024-01-31', '+1 day')").fetchone()[:])
    print(db.total_changes, db.in_transaction)
