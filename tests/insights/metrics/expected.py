"""The value of every metric on the ten conversations of `ten.py`, worked out by hand, and the number of rows it is made of."""

EXPECTED = {
    "conversations": (10, 10),
    "messages": (42, 10),  # 4 + 6 + 3 + 8 + 5 + 1 + 2 + 7 + 2 + 4
    "customers": (7, 9),  # u1 to u7, c6 has none
    "eligible": (8, 10),  # all but c7 and c10
    "eligible_share": (8 / 10, 10),
    "no_request_share": (2 / 10, 10),
    "involvement_rate": (4 / 8, 8),  # c1 c2 c4 c9
    "resolution_rate": (2 / 4, 4),  # c1 c9
    "automation_today": (2 / 8, 8),
    "automation_available": (2.45 / 8, 8),  # 1 + .05 + .05 + .05 + .2 + .05 + .05 + 1
    "automation_potential": (5.0 / 8, 8),  # 1 + .6 + .5 + .5 + .2 + .5 + .7 + 1
    "headroom": (37.5, 8),  # 62.5 - 25
    "people_share": (1 / 8, 8),  # c5
    "article_gap_share": (1 / 8, 8),  # c8
    "cx_score": (3 / 7, 7),  # c1 c3 c9 of c1 c2 c3 c4 c5 c8 c9
    "coverage": (7 / 10, 10),
    "cx_without_beyond_support": (3 / 5, 5),  # without c5 (policy only) and c8 (product only); c4 also waited and stays
    "rating_mean": (3.0, 7),  # 5 + 2 + 4 + 1 + 3 + 2 + 4 = 21
    "csat_score": (3 / 5, 5),  # c1 c3 c10 of c1 c3 c4 c8 c10
    "csat_answers": (5, 10),
    "resolved_share": (4 / 8, 8),  # c1 c3 c8 c9
    "recontact_share": (1 / 9, 9),  # c2 after c1; c5 is ten days after c4; c6 has no customer
    "first_reply_median": (60, 9),  # 10 20 30 45 60 120 240 600 3600
    "turns_median": (4, 10),  # 1 2 2 3 4 4 5 6 7 8
    "high_effort_share": (3 / 7, 7),  # c2 c4 c5
    "clear_service_share": (5 / 7, 7),  # c1 c3 c5 c8 c9
    "sentiment_better_share": (4 / 7, 7),  # c1 c3 c8 c9; c6 has no end
    "other_share": (2 / 10, 10),  # c7 c10
    "disputed_share": (1 / 10, 10),  # c10
}
