"""The web server: pages and an API over ``import optimizer``, which never imports this. See README.md in this room."""
