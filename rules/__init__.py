"""The law: pure functions of facts and one `now`; standard library only."""
