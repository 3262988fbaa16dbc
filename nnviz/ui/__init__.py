"""What the pages share: `controls` and the URL, `compute` with its store, `layout`."""
