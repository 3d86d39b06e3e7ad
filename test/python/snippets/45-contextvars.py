import asyncio
import contextvars

request = contextvars.ContextVar("request", default="none")
log = []


async def step(name):
    await asyncio.sleep(0)
    log.append(f"{name} in {request.get()}")


async def handle(number):
    token = request.set(f"request {number}")
    await asyncio.gather(step("read"), step("write"))
    await step("close")
    request.reset(token)
    return request.get()


async def main():
    print(await asyncio.gather(handle(1), handle(2)))
    print(sorted(log))
    request.set("outer")
    task = asyncio.create_task(step("task"))
    request.set("changed later")
    await task
    print(log[-1], "|", request.get())
    context = contextvars.copy_context()
    print(context.run(lambda: (request.set("inside"), request.get())[1]), request.get(), context[request])
    asyncio.get_running_loop().call_soon(lambda: log.append(f"callback in {request.get()}"), context=context)
    await asyncio.sleep(0)
    print(log[-1])
    print(await asyncio.to_thread(request.get), request in context, len(contextvars.Context()))


asyncio.run(main())
print(request.get())
