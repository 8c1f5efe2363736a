"""How the shipped model is made. Needs torch, which the package itself does not. See README.md."""
