import httpx
from bot.sandbox.deeds import membership, speech

async def test_x(world, bot, base_url):
    membership.start(world, 5210000117)
    m = await bot.send_message(5210000117, "<b>你好</b> /overdue")
    print(m)
    async with httpx.AsyncClient() as c:
        print((await c.get(base_url+"/sandbox/state")).text[:3000])
        print(await c.get(base_url+"/"))
    us = await bot.get_updates(timeout=1)
    print(us)
    assert 0
