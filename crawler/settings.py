"""Settings of Scrapy for this project, and of the crawler (`GONGKAI_…`, read by `crawler.config`).

Commands and tests override them.
"""

from __future__ import annotations

import os

BOT_NAME = "gongkai"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"
ADDONS = {"crawler.download.addon.BrowserAddon": 100}

GONGKAI_DATA = os.environ.get("GONGKAI_DATA", "data")
# Registry files and folders; empty for those of the data directory, or the bundled ones if it has none.
GONGKAI_SOURCES: list[str] = []
# Exact pairs that the guard allows and the resolver maps: {"rsj.somewhere.gov.cn.test": "127.0.0.1:80"}
GONGKAI_HOSTS: dict[str, str] = {}
GONGKAI_PORTS: list[int] = []
GONGKAI_OFFICIAL_SUFFIXES = [".gov.cn"]
GONGKAI_CONTACT = os.environ.get("GONGKAI_CONTACT", "")
GONGKAI_LIST_PAGES = 2000
GONGKAI_REPORT_PAGES = 20000
GONGKAI_MENU_PAGES = 80
GONGKAI_MAX_CLICKS = 100
GONGKAI_RENDER_SECONDS = 90
# Longest random extension of a pause, as a share of it; a pause is never shortened.
GONGKAI_JITTER = 0.5
# Visits to one host a day (Chinese time), over all processes; 0 for no limit but the delay.
GONGKAI_DAILY_CAP = 5000
# When to visit, in Chinese time, as 20:00-07:00; "" for any time.
GONGKAI_HOURS = os.environ.get("GONGKAI_HOURS", "")
# Folder of the host slots that all crawls of a machine share; "" for the user's state folder.
GONGKAI_STATE_DIR = os.environ.get("GONGKAI_STATE_DIR", "")
# Seconds that a run waits for one host (Retry-After, Crawl-delay); a later run does the rest.
GONGKAI_MAX_WAIT_SECONDS = 600.0
GONGKAI_ROBOTS_SECONDS = 24 * 3600.0
# Whether exact pairs with the same address are one machine; the sample web serves many at one address.
GONGKAI_PAIRS_SHARE_ADDRESSES = False
# Whether to skip sources that are not due.
GONGKAI_ONLY_DUE = False
# Called with the summary of each finished source; None writes it to the log.
GONGKAI_ON_SOURCE_DONE = None


def user_agent(contact: str) -> str:
    """Return the User-Agent header; `contact` tells the portal's administrators whom to ask."""
    about = "archive of government information disclosure reports"
    return f"gongkai/0.2 ({about}; {contact or 'no contact set'})"


USER_AGENT = user_agent(GONGKAI_CONTACT)
ROBOTSTXT_USER_AGENT = "gongkai"
ROBOTSTXT_OBEY = True

CONCURRENT_REQUESTS = 64
# Number of tasks that Scrapy starts for the items of each response; ours are few, and need no pipeline.
CONCURRENT_ITEMS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 3.0
DOWNLOAD_DELAY_JITTER = 0.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 3.0
AUTOTHROTTLE_MAX_DELAY = 60.0
EXTENSIONS = {
    "crawler.politeness.blocked_hosts.BlockedHosts": 0,
    "crawler.politeness.rate_limiter.RateLimiter": 0,
}

DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
REDIRECT_MAX_TIMES = 5
METAREFRESH_MAXDELAY = 5
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 503, 504, 408, 429]
COOKIES_ENABLED = False
REFERER_ENABLED = True
# A proxy from the environment would bypass the guard.
HTTPPROXY_ENABLED = False
TWISTED_DNS_RESOLVER = "crawler.download.resolver.GuardedResolver"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    # No portal gets a password, and these statistics are not used.
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "crawler.middlewares.address_check.AddressCheckMiddleware": 50,
    "crawler.politeness.robots.RobotsMiddleware": 100,
    "crawler.middlewares.resume.ResumeMiddleware": 150,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.middlewares.redirects.WebRedirectMiddleware": 600,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "crawler.middlewares.redirects.WebRefreshMiddleware": 580,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.decoding.DecodingMiddleware": 590,
    "crawler.middlewares.conditional.ConditionalMiddleware": 940,
    "crawler.middlewares.recording.RecordingMiddleware": 950,
    "crawler.middlewares.compliance.ComplianceMiddleware": 960,
}
# The planner limits depth and URL length itself and sets the meta of each request.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT = 20_000
PLAYWRIGHT_MAX_PAGES_PER_CONTEXT = 1

# Both listen on a port of this machine and execute what they receive.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
LOG_LEVEL = "INFO"
FEED_EXPORT_ENCODING = "utf-8"
