"""Questions become widgets: `describe` says in JSON what is asked and answered, `widgets` shows it.

Nothing is imported here: `describe` and `fallback` must do without ipywidgets.
"""
