"""One module a migration; none is edited once released."""
