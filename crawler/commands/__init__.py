"""Scrapy's commands as this project runs them; Scrapy finds them through the setting `COMMANDS_MODULE`.

`shell`, `fetch`, `view` and `parse` obey robots.txt, guard and pauses like a crawl, but archive nothing.
"""
