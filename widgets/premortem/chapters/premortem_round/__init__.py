"""The premortem round: it has failed, why?"""
