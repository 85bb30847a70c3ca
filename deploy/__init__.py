"""How the site runs for many readers: replicas behind a proxy, containers, a scheduled refresh."""
