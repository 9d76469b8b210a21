"""How is it wired? Settings, addresses, the timetable and the embedded servers."""
