"""What Lumen & Thread has already: help articles (with gaps) and tools (most not connected to an AI agent)."""

from __future__ import annotations

ARTICLES = (
    {
        "id": "returns",
        "title": "How to return an item",
        "body": "You can return unworn items within 30 days, free of charge. Open My orders, choose Return items and select what you send back. You get a QR code and a label by e-mail; show the QR code at any parcel shop, no printer is needed. Guests use the link in the order e-mail. Drop-off points near you are listed on the same page. You may also bring a return to one of our stores with the order e-mail.",
        "url": None,
    },
    {
        "id": "delivery",
        "title": "Delivery times and costs",
        "body": "Standard delivery takes 3 to 5 working days and costs 3.95 euros, free from 50 euros. Express arrives on the next working day when ordered before 4 pm. You get a tracking link when the parcel leaves our warehouse. Parcels that cannot be delivered go to a parcel shop for seven days.",
        "url": None,
    },
    {
        "id": "payment",
        "title": "Ways to pay",
        "body": "Pay by card, PayPal, invoice within 14 days, or in three instalments from 60 euros. From Switzerland you can pay by card, PayPal and TWINT. Your card is charged when the parcel ships; before that you only see a reservation.",
        "url": None,
    },
    {
        "id": "codes",
        "title": "Discount and welcome codes",
        "body": "Enter a code in the basket before you pay. One code per order; codes do not apply to sale items and gift cards. The newsletter's welcome code of 10 % comes within an hour and works from 50 euros. Students get 10 % after they confirm their status.",
        "url": None,
    },
    {
        "id": "cancel",
        "title": "Cancel an order",
        "body": "You can cancel an order under My orders for 60 minutes after ordering, as long as it is not being packed. After that, return it free of charge when it arrives.",
        "url": None,
    },
    {
        "id": "exchange",
        "title": "Exchange for another size or colour",
        "body": "Choose Exchange instead of Refund in My orders and pick the new size. Shipping is free both ways. The new size is reserved for 14 days while your parcel is under way.",
        "url": None,
    },
    {
        "id": "points",
        "title": "Thread Club points",
        "body": "Collect one point per euro. 100 points are worth 5 euros. Points are booked 14 days after delivery and expire after 24 months without an order. Returned items take off their own points only.",
        "url": None,
    },
    {
        "id": "account",
        "title": "Log in, password and profile",
        "body": "Use Forgot password on the login page; the mail comes from a no-reply address, so look in spam. Change your e-mail address under Account, Profile. An account is locked for 30 minutes after five wrong passwords.",
        "url": None,
    },
    {
        "id": "giftcards",
        "title": "Gift cards",
        "body": "Gift cards are valid for three years, online and in our stores. Check the balance in the basket under Gift card. A lost card can be blocked and issued again with the receipt.",
        "url": None,
    },
)

TOOLS = (
    {
        "name": "get_order_status",
        "description": "Look up an order: items, state, parcel and expected delivery day",
        "type": "read",
        "available": False,
    },
    {
        "name": "get_refund_status",
        "description": "Look up the refund of a return: received, booked, paid, amount",
        "type": "read",
        "available": False,
    },
    {"name": "get_points_balance", "description": "Look up the points and bookings of a club member", "type": "read", "available": True},
    {
        "name": "create_return_label",
        "description": "Create a return label or QR code for an order and send it by e-mail",
        "type": "write",
        "available": False,
    },
    {
        "name": "change_order",
        "description": "Change or cancel an order that is not packed yet: address, size, items",
        "type": "write",
        "available": False,
    },
    {"name": "send_replacement", "description": "Order a replacement for a damaged or wrong item", "type": "write", "available": False},
    {"name": "issue_refund", "description": "Pay a refund to the way of payment of the order", "type": "write", "available": False},
    {"name": "unlock_account", "description": "Unlock an account and send a new password link", "type": "write", "available": False},
)
