"""An invented news web, served on loopback by host name, and the numbers a crawl of it must give."""
