"""Questions become widgets: `describe` says in JSON what is asked and answered, `widgets` shows it.

Nothing is imported here: `describe` must do without ipywidgets.
"""
