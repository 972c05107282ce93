"""What exactly counts as fit for purpose, and how will we prove it?"""
