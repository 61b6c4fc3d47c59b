"""One login for all processes that need it: what token may this program use now?"""
