"""What stands beside the Identity API: the signing of EC2 requests."""
