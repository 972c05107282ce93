"""Is this the right first project?"""
