"""What if the objective changes midway?"""
