import Marketplace

/// What those think of a centre who had something repaired there, and when it is free.
struct CentreReputation {
    let outlook: CentreOutlook
    let reviews: ReviewList
    let formats: Formats

    var model: [String: Any] {
        var model: [String: Any] = [
            "reviews": reviews.page.items.map(review), "has_reviews": !reviews.page.items.isEmpty,
        ]
        if let next = outlook.nextFreeAt {
            model["next_free"] = formats.words.text("bookings.times.next", ["time": formats.appointment(next)])
        }
        if let rating = outlook.rating {
            model["rating"] = formats.words.text(
                rating.reviews == 1 ? "bookings.rating_one" : "bookings.rating",
                [
                    "stars": formats.number(rating.average, digits: 1),
                    "count": formats.number(Int64(rating.reviews)),
                ])
        }
        return model
    }

    private func review(_ review: Review) -> [String: Any] {
        var model: [String: Any] = [
            "label": formats.words.text("bookings.review.star.\(review.rating)"),
            "name": Named(review.name, in: formats.language).model, "at": formats.date(review.createdAt),
            "stars": (1...5).map { ["is_full": $0 <= Int(review.rating)] },
        ]
        if let text = review.text { model["text"] = Named(text, in: formats.language).model }
        return model
    }
}
