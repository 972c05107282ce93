"""Whose work changes, and will they use it?"""
