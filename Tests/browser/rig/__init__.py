"""What the browser tests stand on: a server, a browser, what is looked at on every page."""
